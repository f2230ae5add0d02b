package io.jenkins.plugins.branchgate.jenkins.board;

import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalJson;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalPage;
import io.jenkins.plugins.branchgate.ledger.Integrity;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The board for programs. Names are part of the REST contract: new ones may be added, none changes.
 *
 * @param approvals those that wait, oldest first, then those that are over, newest first
 * @param environments by site and name
 * @param closedLedgers the sites whose gates their ledger closes, as far as the viewer may know of them
 */
public record BoardJson(
        List<ApprovalJson> approvals, List<EnvironmentJson> environments, List<LedgerJson> closedLedgers) {

    static BoardJson of(Board board) {
        return new BoardJson(
                Stream.concat(
                                board.getWaiting().stream().map(ApprovalPage::json),
                                board.getDecided().stream().map(each -> ApprovalJson.of(each.site(), each.approval())))
                        .toList(),
                board.getEnvironments().stream().map(EnvironmentJson::of).toList(),
                board.getNotices().stream().map(LedgerJson::of).toList());
    }

    /**
     * A ledger that closes its site's gates.
     *
     * @param text what is wrong and what to do
     * @param lines the numbers of the damaged lines, the first of them
     * @param digest to be sent with an acknowledgement; left out if there is nothing to acknowledge
     */
    public record LedgerJson(String site, String siteName, String text, List<Long> lines, String digest) {
        static LedgerJson of(LedgerNotice notice) {
            return new LedgerJson(
                    notice.site(),
                    notice.siteName(),
                    notice.text(),
                    notice.damages().stream().map(Integrity.Damage::line).toList(),
                    notice.digest());
        }
    }

    /**
     * An environment.
     *
     * @param gate open or approved
     * @param health healthy, unhealthy or unknown
     * @param since since when the current release serves
     * @param differs why it differs from its branch, left out if it does not
     */
    public record EnvironmentJson(
            String site,
            String siteName,
            String name,
            String branch,
            String gate,
            int port,
            String url,
            String owner,
            String health,
            String healthText,
            Instant since,
            String differs,
            DeploymentJson current,
            DeploymentJson inProgress,
            List<DeploymentJson> history) {
        static EnvironmentJson of(ShownEnvironment shown) {
            return of(
                    shown.site(),
                    shown.siteName(),
                    shown.url(),
                    shown.ownership().owner(),
                    shown.health(),
                    new EnvironmentFacts(shown.name(), shown.history(), shown.current(), shown.inProgress()));
        }

        /**
         * An environment, told without a Jenkins.
         *
         * @param url where it answers, or null
         * @param owner the full name of the job, project or folder it belongs to, or null if that was deleted
         */
        public static EnvironmentJson of(
                SiteId site, String siteName, String url, String owner, ShownHealth health, EnvironmentFacts facts) {
            var environment = facts.latest().environment();
            var current = facts.current();
            return new EnvironmentJson(
                    site.value(),
                    siteName,
                    facts.name().value(),
                    environment.branch().value(),
                    lower(environment.gate()),
                    environment.port().value(),
                    url,
                    owner,
                    lower(health.state()),
                    health.words(),
                    current == null ? null : current.since(),
                    current == null ? null : current.markerWhileServing(),
                    current == null ? null : DeploymentJson.of(current.deployment()),
                    facts.inProgress() == null
                            ? null
                            : DeploymentJson.of(facts.inProgress().deployment()),
                    facts.history().stream()
                            .map(each -> DeploymentJson.of(each.deployment()))
                            .toList());
        }
    }

    /**
     * A deployment.
     *
     * @param phase the phase it is in, or done or failed
     * @param phaseMillis how long each finished phase took
     */
    public record DeploymentJson(
            String id,
            String kind,
            String commit,
            String release,
            String digest,
            String admission,
            String reason,
            String startedBy,
            String buildUrl,
            Instant startedAt,
            String phase,
            Map<String, Long> phaseMillis,
            String failure,
            Traffic traffic) {
        static DeploymentJson of(Deployment each) {
            var release = each.release();
            var millis = new LinkedHashMap<String, Long>();
            for (Map.Entry<?, Duration> phase : each.durations().entrySet()) {
                millis.put(
                        phase.getKey().toString().toLowerCase(Locale.ROOT),
                        phase.getValue().toMillis());
            }
            return new DeploymentJson(
                    each.id().value(),
                    lower(each.kind()),
                    each.commit().value(),
                    release == null ? null : release.id().value(),
                    release == null ? null : release.digest().value(),
                    lower(each.admission()),
                    each.reason(),
                    each.startedBy(),
                    each.buildUrl(),
                    each.startedAt(),
                    lower(each.phase()),
                    millis,
                    each.failure(),
                    each.traffic());
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
