package io.jenkins.plugins.branchgate.git;

/**
 * What a remote said, made fit for a log and a page: no control characters, bounded, no secret it may have repeated.
 */
final class RemoteText {

    private static final int LONGEST = 2000;

    private RemoteText() {}

    static String clean(String said, Remote remote) {
        String words = said == null ? "" : said;
        if (remote.credentials() instanceof GitCredentials.UserPassword given
                && !given.password().isEmpty()) {
            words = words.replace(given.password(), "***");
        }
        return clean(words);
    }

    static String clean(String said) {
        if (said == null) {
            return "";
        }
        String words = said.replaceAll("\u001B\\[[0-9;?]*[ -/]*[@-~]", "")
                .replaceAll("[\\p{Cntrl}&&[^\n]]|\\p{Cf}", " ")
                .replaceAll("://[^/@\\s]*@", "://")
                .strip();
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "…";
    }
}
