package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.git.Changes;
import io.jenkins.plugins.branchgate.git.CommitInfo;
import io.jenkins.plugins.branchgate.git.Commits;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.Ownership;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The commits that closed gates let into a branch's environments before; each stands for all it builds on. Each
 * environment has its own: what somebody let into an environment of theirs says nothing about another's.
 *
 * @param each the commits let in, one set for each environment that follows the branch behind a closed gate; a single one
 *     while there is no such environment
 * @param latest what each such environment runs now, or, without one, what was merged last; empty if that is nothing
 */
public record AdmittedCommits(List<Set<CommitId>> each, Set<CommitId> latest) {

    public AdmittedCommits {
        each = List.copyOf(each);
        latest = Set.copyOf(latest);
    }

    /** What was let into the environments behind a branch, as a ledger has it. */
    public static AdmittedCommits into(BranchName branch, LedgerView view) {
        var each = new ArrayList<Set<CommitId>>();
        var latest = new HashSet<CommitId>();
        for (var environment : gated(branch, view)) {
            var commits = new HashSet<>(view.mergedInto(branch, environment));
            commits.addAll(view.admitted(environment));
            each.add(commits);
            view.current(environment).map(Deployment::commit).ifPresent(latest::add);
        }
        if (each.isEmpty()) {
            each.add(view.mergedInto(branch));
            lastMerged(branch, view).ifPresent(latest::add);
        }
        return new AdmittedCommits(each, latest);
    }

    /** Those that ran something; one that never did takes its branch's head, and so accounts for nothing. */
    private static List<EnvironmentName> gated(BranchName branch, LedgerView view) {
        return view.environments().stream()
                .filter(environment -> view.current(environment)
                        .map(current -> view.ownership(environment)
                                .map(Ownership::terms)
                                .orElse(current.environment()))
                        .filter(settings -> settings.gate() == GateRule.APPROVED
                                && settings.branch().equals(branch))
                        .isPresent())
                .toList();
    }

    private static Optional<CommitId> lastMerged(BranchName branch, LedgerView view) {
        return view.approvals(Integer.MAX_VALUE).stream()
                .filter(approval ->
                        approval.mergeCommit() != null && approval.into().equals(branch))
                .map(approval -> approval.mergeCommit())
                .findFirst();
    }

    /** Finds commits by how a repository's history hangs together. */
    @FunctionalInterface
    interface Histories {
        /** As {@link SiteRepository#commitsWithout}. */
        Commits without(Collection<CommitId> heads, Collection<CommitId> others, int most) throws GitException;
    }

    /** The commits of a target's history that were neither let in before nor are part of what was tested. */
    Commits unaccounted(Histories histories, CommitId head, CommitId tested, int most) throws GitException {
        return without(histories, Set.of(head), Set.of(tested), most);
    }

    /**
     * The commits that would be new to an environment behind the branch if the tested commit were merged into it.
     *
     * @param most how many to list
     */
    public Commits brought(SiteRepository repository, CommitId tested, CommitId target, int most) throws GitException {
        return without(repository::commitsWithout, List.of(tested, target), known(target), most);
    }

    /**
     * What a merge is to be compared with: of what the environments behind the branch run, what lacks the most of it, so
     * that none of them gets more than was shown.
     *
     * @return empty if nothing was let in yet, or it is not in the mirror
     */
    public Optional<CommitId> base(SiteRepository repository, CommitId tested, CommitId target) throws GitException {
        CommitId base = null;
        int most = -1;
        for (var commit : latest) {
            if (!repository.has(commit)) {
                return Optional.empty();
            }
            int lacking = repository
                    .commitsWithout(List.of(tested, target), Set.of(commit), 0)
                    .count();
            if (lacking > most) {
                most = lacking;
                base = commit;
            }
        }
        return Optional.ofNullable(base);
    }

    /**
     * Names and addresses of all who had a hand in what is not let in yet of a tested commit's history: whose change it
     * is.
     *
     * @param target the target branch's tip
     */
    public Set<String> people(SiteRepository repository, CommitId tested, CommitId target) throws GitException {
        var people = new TreeSet<String>();
        for (var commits : each) {
            var others = commits.isEmpty() ? Set.of(target) : commits;
            for (var person : repository.people(others, tested, Changes.MOST_COUNTED)) {
                people.add(person.name());
                people.add(person.email());
            }
        }
        people.remove("");
        return people;
    }

    /** While nothing was ever let in, the target branch is what there is. */
    private Set<CommitId> known(CommitId target) {
        return each.stream().allMatch(Set::isEmpty) ? Set.of(target) : Set.of();
    }

    /** Of some histories what is missing in one environment's at least. */
    private Commits without(Histories histories, Collection<CommitId> heads, Set<CommitId> known, int most)
            throws GitException {
        var found = new LinkedHashMap<CommitId, CommitInfo>();
        int count = 0;
        for (var commits : each) {
            var others = new HashSet<>(commits);
            others.addAll(known);
            var open = histories.without(heads, others, most);
            open.listed().forEach(commit -> found.putIfAbsent(commit.id(), commit));
            count = Math.max(count, open.count());
        }
        return new Commits(found.values().stream().limit(most).toList(), Math.max(count, found.size()));
    }
}
