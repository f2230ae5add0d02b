package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One attempt to make an environment run a release, as the ledger knows it.
 *
 * @param id its id
 * @param environment the environment with the settings asked for
 * @param kind why it was made
 * @param commit the commit asked for
 * @param release the release, null until it is known (during {@link Phase#BUILD})
 * @param admission why the commit was let in
 * @param reason what the person who overrode the gate wrote, else null
 * @param startedBy who or what asked for it, as people know it
 * @param buildUrl the page of the build that asked for it, or null
 * @param phases the phases entered so far, in order
 * @param failure why it failed, or null
 * @param traffic what the edge counted during the switch, or null
 * @param target where it runs, or null if that was not recorded
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Deployment(
        DeploymentId id,
        Environment environment,
        DeploymentKind kind,
        CommitId commit,
        Release release,
        Admission admission,
        String reason,
        String startedBy,
        String buildUrl,
        List<PhaseTime> phases,
        String failure,
        Traffic traffic,
        TargetId target)
        implements Serializable {

    public Deployment {
        phases = List.copyOf(phases);
    }

    /** The phase it is in, or ended in. */
    @JsonIgnore
    public Phase phase() {
        return phases.get(phases.size() - 1).phase();
    }

    /** When it began. */
    @JsonIgnore
    public Instant startedAt() {
        return phases.get(0).at();
    }

    /** True once nothing more will happen. */
    @JsonIgnore
    public boolean isFinished() {
        return phase().isFinal();
    }

    /** How long each finished phase took, in the order entered. */
    @JsonIgnore
    public Map<Phase, Duration> durations() {
        var durations = new LinkedHashMap<Phase, Duration>();
        for (int i = 0; i + 1 < phases.size(); i++) {
            durations.put(
                    phases.get(i).phase(),
                    Duration.between(phases.get(i).at(), phases.get(i + 1).at()));
        }
        return durations;
    }
}
