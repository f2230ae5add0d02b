package io.jenkins.plugins.branchgate.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Jenkins over HTTP, as one user's script would use it. */
final class JenkinsApi {
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI url;
    private final String authorization;

    JenkinsApi(URI url, String user, String password) {
        this.url = url;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Where a page is, from its path below Jenkins' address. */
    URI page(String path) {
        return url.resolve(path);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    /** {@code <path>api/json} with that tree; null if there is no such page. */
    JsonNode json(String path, String tree) throws IOException, InterruptedException {
        String query = "?tree=" + URLEncoder.encode(tree, StandardCharsets.UTF_8);
        var response = get(path + "api/json" + query);
        if (response.statusCode() == 404) {
            return null;
        }
        if (response.statusCode() != 200) {
            throw new IOException(path + " answered " + words(response));
        }
        return json.readTree(response.body());
    }

    /** Posts a form, with a crumb. */
    HttpResponse<String> post(String path, Map<String, String> form) throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return post(path, "application/x-www-form-urlencoded", body);
    }

    /** Posts an item's configuration, with a crumb. */
    HttpResponse<String> postXml(String path, String xml) throws IOException, InterruptedException {
        return post(path, "application/xml", xml);
    }

    private HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
        var crumb = json.readTree(get("crumbIssuer/api/json").body());
        var request = request(path)
                .header("Content-Type", type)
                .header(
                        crumb.path("crumbRequestField").asText(),
                        crumb.path("crumb").asText())
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    /** What an answer says to a person, for a test's message: without markup, at most 500 characters. */
    static String words(HttpResponse<String> answer) {
        String body = answer.body();
        int main = body.indexOf("start of main content");
        String text =
                body.substring(Math.max(main, 0)).replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
        return answer.statusCode() + " " + text.substring(0, Math.min(500, text.length()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(page(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", authorization);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
