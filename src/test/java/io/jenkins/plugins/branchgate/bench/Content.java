package io.jenkins.plugins.branchgate.bench;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.SiteTree;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A site of one page of two kilobytes, different for each text: what every contestant deploys. */
record Content(String text) implements SiteTree {

    private byte[] page() {
        String page = "<!doctype html><title>Bench</title><p>" + text + "</p>" + "<!-- " + "x".repeat(2000) + " -->";
        return page.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public CommitId commit() {
        return new CommitId(hash("commit"));
    }

    @Override
    public TreeId tree() {
        return new TreeId(hash("tree"));
    }

    private String hash(String kind) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(sha1.digest((kind + text).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void accept(Visitor visitor) throws IOException {
        visitor.file("index.html", false, page().length, new ByteArrayInputStream(page()));
    }

    /** The same as a folder with a Dockerfile, for the docker command line. */
    void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("index.html"), page());
        Files.writeString(folder.resolve("Dockerfile"), "FROM httpd:2.4\nCOPY index.html /usr/local/apache2/htdocs/\n");
    }
}
