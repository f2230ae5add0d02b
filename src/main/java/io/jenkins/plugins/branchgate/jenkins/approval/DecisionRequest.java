package io.jenkins.plugins.branchgate.jenkins.approval;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import io.jenkins.plugins.branchgate.jenkins.approval.DecisionRefusedException.Kind;
import io.jenkins.plugins.branchgate.jenkins.web.Json;
import io.jenkins.plugins.branchgate.jenkins.web.JsonText;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.Channel;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * A decision sent to an approval's page, by a form or by a program. Programs get JSON and the status that says what
 * happened; forms get the page again, with the refusal on it if there was one.
 *
 * @param comment what the person wrote, or null
 * @param ticked the checks the person confirmed
 * @param commit the commit it is about, where it is about one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DecisionRequest(String comment, List<String> ticked, String commit) {

    /** The request attribute under which the page finds the refusal. */
    static final String REFUSAL = "branchGateRefusal";

    private static final int MOST_TICKED = 100;

    public DecisionRequest {
        ticked = ticked == null ? List.of() : List.copyOf(ticked);
    }

    /** What a program is answered. */
    record Answer(boolean ok, String error, String state, ApprovalJson approval) {}

    private interface Deciding {
        Approval with(ApprovalService desk, DecisionRequest post, Channel channel) throws DecisionRefusedException;
    }

    static HttpResponse approve(ApprovalPage page, StaplerRequest2 request) throws IOException {
        return decide(
                page,
                request,
                page.isMayApprove(),
                (desk, post, channel) -> desk.approve(
                        page.getObject(),
                        page.asked(),
                        Jenkins.getAuthentication2(),
                        post.comment,
                        post.ticked,
                        channel));
    }

    static HttpResponse reject(ApprovalPage page, StaplerRequest2 request) throws IOException {
        return decide(
                page,
                request,
                page.isMayReject(),
                (desk, post, channel) -> desk.reject(
                        page.getObject(), page.asked(), Jenkins.getAuthentication2(), post.comment, channel));
    }

    static HttpResponse withdraw(ApprovalPage page, StaplerRequest2 request) throws IOException {
        return decide(
                page,
                request,
                page.isMayWithdraw(),
                (desk, post, channel) -> desk.withdraw(
                        page.getObject(), page.asked(), Jenkins.getAuthentication2(), post.comment, channel));
    }

    static HttpResponse accept(ApprovalPage page, StaplerRequest2 request) throws IOException {
        return decide(
                page,
                request,
                page.isMayOverride(),
                (desk, post, channel) -> desk.accept(
                        page.getObject(),
                        page.asked(),
                        Jenkins.getAuthentication2(),
                        post.commit,
                        post.comment,
                        channel));
    }

    /** @param may whether the caller may decide so; the body of one who may not is not read, and the gate says why */
    private static HttpResponse decide(ApprovalPage page, StaplerRequest2 request, boolean may, Deciding deciding)
            throws IOException {
        // The page's script asks for JSON too and says so, since the record tells people from programs.
        boolean fromPage = request.getHeader("X-Branch-Gate-Page") != null || !Json.isWanted(request);
        try {
            var after = deciding.with(
                    ApprovalService.get(),
                    may ? read(request) : new DecisionRequest(null, null, null),
                    fromPage ? Channel.PAGE : Channel.REST);
            return Json.isWanted(request) ? Json.ok(answer(page, true, null, after)) : HttpResponses.redirectTo(".");
        } catch (DecisionRefusedException e) {
            int status = e.kind().status();
            return Json.isWanted(request)
                    ? new Json(status, answer(page, false, e.getMessage(), e.approval()))
                    : refusal(page, status, e.getMessage());
        }
    }

    private static DecisionRequest read(StaplerRequest2 request) throws IOException, DecisionRefusedException {
        if (!Json.isGiven(request)) {
            var ticked = request.getParameterValues("ticked");
            return bounded(new DecisionRequest(
                    request.getParameter("comment"),
                    ticked == null ? null : List.of(ticked),
                    request.getParameter("commit")));
        }
        try {
            var post = Json.read(request, DecisionRequest.class);
            if (post == null) { // JSON's own null
                throw noDecision();
            }
            return bounded(post);
        } catch (JacksonException e) {
            throw noDecision();
        } catch (JsonText.TooLargeException e) {
            throw new DecisionRefusedException(
                    Kind.TOO_LARGE,
                    e.getMessage() + ", which no decision needs. Nothing was decided. Shorten the comment.",
                    null);
        }
    }

    private static DecisionRequest bounded(DecisionRequest post) throws DecisionRefusedException {
        if (post.ticked.size() > MOST_TICKED) {
            throw new DecisionRefusedException(
                    Kind.TOO_LARGE,
                    "The request confirms " + post.ticked.size() + " checks; an approval has at most " + MOST_TICKED
                            + ". Nothing was decided.",
                    null);
        }
        return post;
    }

    private static DecisionRefusedException noDecision() {
        return new DecisionRefusedException(
                Kind.INCOMPLETE,
                "The request's body is not a decision. Send {\"comment\": \"…\", \"ticked\": [\"…\"]}. Nothing was decided.",
                null);
    }

    private static Answer answer(ApprovalPage page, boolean ok, String error, Approval standing) {
        var json = standing == null ? null : ApprovalJson.of(page.asked().site(), standing);
        return new Answer(ok, error, json == null ? null : json.state(), json);
    }

    private static HttpResponse refusal(ApprovalPage page, int status, String message) throws IOException {
        // The page as it stands by now, not as it was when the request came.
        var now = ApprovalPage.of(page.getObject(), page.asked()).orElse(page);
        return new Refusal(now, status, message);
    }

    /** The page again, with why the decision had no effect. */
    private record Refusal(ApprovalPage page, int status, String message) implements HttpResponse {
        @Override
        public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
                throws IOException, ServletException {
            response.setStatus(status);
            request.setAttribute(REFUSAL, message);
            request.getView(page, "index.jelly").forward(request, response);
        }
    }
}
