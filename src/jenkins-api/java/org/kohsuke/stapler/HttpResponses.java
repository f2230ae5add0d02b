package org.kohsuke.stapler;

public class HttpResponses {
    public static native HttpRedirect redirectTo(String url);

    public static native HttpResponseException notFound();

    public abstract static class HttpResponseException extends RuntimeException implements HttpResponse {}
}
