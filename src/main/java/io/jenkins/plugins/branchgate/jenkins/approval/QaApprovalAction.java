package io.jenkins.plugins.branchgate.jenkins.approval;

import hudson.model.Run;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;

/** The approvals a build asked for: their cards on the build's page and, under {@code qa-approval/<id>/}, their pages. */
public final class QaApprovalAction implements RunAction2 {

    /** The path below the build's. */
    public static final String URL_NAME = "qa-approval";

    private final CopyOnWriteArrayList<ApprovalReference> asked = new CopyOnWriteArrayList<>();
    private transient Run<?, ?> run;

    private QaApprovalAction() {}

    /**
     * Puts an approval on a build, unless it is there, and saves the build.
     *
     * @throws IOException if the build's record cannot be written
     */
    public static void add(Run<?, ?> run, ApprovalReference approval) throws IOException {
        QaApprovalAction action;
        synchronized (run) {
            action = run.getAction(QaApprovalAction.class);
            if (action == null) {
                action = new QaApprovalAction();
                action.asked.add(approval);
                run.addAction(action);
            } else if (action.asked.stream().noneMatch(each -> each.approval().equals(approval.approval()))) {
                action.asked.add(approval);
            }
        }
        run.save();
    }

    /** The approvals a build asked for, oldest first; empty if none. */
    public static List<ApprovalReference> of(Run<?, ?> run) {
        var action = run.getAction(QaApprovalAction.class);
        return action == null ? List.of() : List.copyOf(action.asked);
    }

    /** The approval of that id, if the build asked for it. */
    public static Optional<ApprovalReference> of(Run<?, ?> run, ApprovalId id) {
        return of(run).stream().filter(each -> each.approval().equals(id)).findFirst();
    }

    @Override
    public void onAttached(Run<?, ?> r) {
        run = r;
    }

    @Override
    public void onLoad(Run<?, ?> r) {
        run = r;
    }

    /** The build that asked. */
    public Run<?, ?> getRun() {
        return run;
    }

    /** The page of an approval, for Stapler; null, and so a 404, if the build asked for no such approval. */
    public ApprovalPage getDynamic(String id) throws IOException {
        for (var each : asked) {
            if (each.approval().value().equals(id)) {
                return ApprovalPage.of(run, each).orElse(null);
            }
        }
        return null;
    }

    /** The pages of all approvals of the build, newest first; for the build's page. */
    public List<ApprovalPage> getPages() throws IOException {
        var pages = new ArrayList<ApprovalPage>();
        for (var each : asked) {
            ApprovalPage.of(run, each).ifPresent(page -> pages.add(0, page));
        }
        return pages;
    }

    /** Goes to the newest approval's page. */
    public HttpResponse doIndex() throws IOException {
        var pages = getPages();
        return pages.isEmpty()
                ? HttpResponses.notFound()
                : HttpResponses.redirectTo(pages.get(0).getApproval().id() + "/");
    }

    @Override
    public String getIconFileName() {
        return "symbol-shield-checkmark-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Messages.QaApprovalAction_DisplayName();
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }
}
