package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import hudson.model.Job;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.web.SiteNames;
import io.jenkins.plugins.branchgate.ledger.Integrity;
import io.jenkins.plugins.branchgate.ledger.LedgerException;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.ledger.Ledgers;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;

/**
 * A site whose ledger closes its gates: edited, damaged, a newer version's, or not to be read at all.
 *
 * @param site the site's id
 * @param siteName what people call it; the id where nothing else is known
 * @param text what is wrong and what to do, for people
 * @param damages the damaged places; none of a ledger that cannot be read
 * @param digest tells this damage from any other; null if there is nothing that could be acknowledged
 */
public record LedgerNotice(String site, String siteName, String text, List<Integrity.Damage> damages, String digest) {

    private static final int MOST_LOOKED_AT = 100;

    /**
     * The notices that the caller may see: of a ledger that can be read, with some job of the site; of another, none.
     *
     * @param all true to leave none out
     * @param wanted which jobs belong to the caller's view, of those that they may read
     */
    static List<LedgerNotice> read(Ledgers.Survey survey, boolean all, Predicate<Job<?, ?>> wanted) {
        var notices = new ArrayList<LedgerNotice>();
        survey.open().forEach((site, ledger) -> {
            var view = ledger.view();
            if (view.whyClosed().isPresent() && (all || concerns(view, wanted))) {
                notices.add(of(site, view));
            }
        });
        if (all) {
            survey.unreadable()
                    .forEach((site, why) -> notices.add(
                            new LedgerNotice(site.value(), site.value(), unreadable(site, why), List.of(), null)));
        }
        return notices;
    }

    private static LedgerNotice of(SiteId site, LedgerView view) {
        var integrity = view.integrity();
        return new LedgerNotice(
                site.value(),
                SiteNames.name(site, view),
                view.whyClosed().orElseThrow(),
                integrity.damages(),
                integrity.needsAcknowledgement() ? integrity.digest() : null);
    }

    private static String unreadable(SiteId site, String why) {
        return "The gates of site " + site + " are closed: " + why + " What runs keeps serving, but is not healed, and"
                + " nothing of the site can be deployed or decided. All other sites go on.";
    }

    /** What a damaged ledger says of builds may be wrong, but whoever may read the job it names learns nothing new. */
    private static boolean concerns(LedgerView view, Predicate<Job<?, ?>> wanted) {
        var deployments = view.environments().stream()
                .flatMap(name -> view.history(name, 1).stream())
                .map(each -> Builds.job(each.buildUrl(), each.startedAt()));
        var approvals =
                view.approvals(MOST_LOOKED_AT).stream().map(each -> Builds.job(each.buildUrl(), each.openedAt()));
        return Stream.concat(deployments, approvals)
                .anyMatch(job -> job.filter(wanted).isPresent());
    }

    /** True if the caller may acknowledge it. */
    public boolean mayAcknowledge() {
        return digest != null && Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    /** Opens a site's gates again, for administrators. */
    static HttpResponse acknowledge(String site, String digest) throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            var id = new SiteId(site);
            BranchGate.get().ledger(id).acknowledge(Jenkins.getAuthentication2().getName(), digest);
            return EnvironmentOrders.Answer.done(Messages.LedgerNotice_Acknowledged(id));
        } catch (InvalidValueException e) {
            return EnvironmentOrders.Answer.refused(400, e.getMessage());
        } catch (LedgerException e) {
            return EnvironmentOrders.Answer.refused(409, e.getMessage());
        }
    }

    /** Tells administrators of it wherever they are, and leads to the board. */
    @Extension
    public static class Monitor extends AdministrativeMonitor {

        @Override
        public String getDisplayName() {
            return Messages.LedgerNotice_Monitor();
        }

        @Override
        public boolean isActivated() {
            return !getNotices().isEmpty();
        }

        @Override
        public boolean isSecurity() {
            return true;
        }

        /** None while the folder of the ledgers cannot be listed, as at the controller's end. */
        public List<LedgerNotice> getNotices() {
            try {
                return read(BranchGate.get().ledgers(), true, job -> true);
            } catch (IOException e) {
                return List.of();
            }
        }

        /** The board's path below the controller's. */
        public String getBoard() {
            return BoardPage.URL_NAME;
        }
    }
}
