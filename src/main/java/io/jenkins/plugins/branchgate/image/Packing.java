package io.jenkins.plugins.branchgate.image;

import io.jenkins.plugins.branchgate.model.SiteTree;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;

/** Puts a site's files into a tar, below a folder of it. */
record Packing(ContextTar tar, String below, Predicate<String> wanted) implements SiteTree.Visitor {

    @Override
    public void file(String path, boolean executable, long size, InputStream content) throws IOException {
        if (wanted.test(path)) {
            tar.file(below + path, executable, size, content);
        }
    }

    @Override
    public void symbolicLink(String path, String target) throws IOException {
        if (wanted.test(path)) {
            tar.symbolicLink(below + path, target);
        }
    }
}
