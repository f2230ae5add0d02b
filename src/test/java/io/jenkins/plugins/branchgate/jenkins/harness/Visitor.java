package io.jenkins.plugins.branchgate.jenkins.harness;

import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jvnet.hudson.test.JenkinsRule;

/** One person's browser, without its scripts. For one thread. */
final class Visitor implements AutoCloseable {
    private final JenkinsRule jenkins;
    private final JenkinsRule.WebClient browser;

    private Visitor(JenkinsRule jenkins) {
        this.jenkins = jenkins;
        browser = jenkins.createWebClient().withJavaScriptEnabled(false).withThrowExceptionOnFailingStatusCode(false);
        // Styles decide nothing here, and reading them takes longer than the pages themselves.
        browser.getOptions().setCssEnabled(false);
        // Whoever may not look is sent on to the login page by the page that says so; that page is meant here.
        browser.setRefreshHandler((page, url, seconds) -> {});
    }

    static Visitor anonymous(JenkinsRule jenkins) {
        return new Visitor(jenkins);
    }

    static Visitor of(JenkinsRule jenkins, String user) throws Exception {
        var visitor = new Visitor(jenkins);
        visitor.browser.login(user);
        return visitor;
    }

    /** What a page below the controller's address answers. */
    WebResponse get(String path) throws IOException {
        return browser.getPage(new WebRequest(address(path), HttpMethod.GET)).getWebResponse();
    }

    HtmlPage page(String path) throws IOException {
        return (HtmlPage) browser.getPage(new WebRequest(address(path), HttpMethod.GET));
    }

    /** Posts a form with the crumb that the controller wants; name and value by turns. */
    WebResponse post(String path, String... fields) throws IOException {
        var request = form(path, fields);
        addCrumb(request);
        return browser.getPage(request).getWebResponse();
    }

    /** Posts a form as another site's page would. */
    WebResponse postWithoutCrumb(String path, String... fields) throws IOException {
        return browser.getPage(form(path, fields)).getWebResponse();
    }

    /** Posts a form and wants JSON, as a program does. */
    WebResponse call(String path, String... fields) throws IOException {
        var request = form(path, fields);
        addCrumb(request);
        request.setAdditionalHeader("Accept", "application/json");
        return browser.getPage(request).getWebResponse();
    }

    /** Posts JSON, as a program does. */
    WebResponse callJson(String path, String body) throws IOException {
        var request = new WebRequest(address(path), HttpMethod.POST);
        addCrumb(request);
        request.setAdditionalHeader("Content-Type", "application/json");
        request.setRequestBody(body);
        return browser.getPage(request).getWebResponse();
    }

    private void addCrumb(WebRequest request) {
        var crumbs = jenkins.jenkins.getCrumbIssuer();
        request.setAdditionalHeader(crumbs.getCrumbRequestField(), crumbs.getCrumb((ServletRequest) null));
    }

    private WebRequest form(String path, String... fields) throws IOException {
        var request = new WebRequest(address(path), HttpMethod.POST);
        List<NameValuePair> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(new NameValuePair(fields[i], fields[i + 1]));
        }
        request.setRequestParameters(pairs);
        return request;
    }

    private java.net.URL address(String path) throws IOException {
        return URI.create(jenkins.getURL() + path).toURL();
    }

    @Override
    public void close() {
        browser.close();
    }
}
