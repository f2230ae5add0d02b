package io.jenkins.plugins.branchgate.image;

import io.jenkins.plugins.branchgate.model.SiteTree;
import java.io.IOException;
import java.io.InputStream;

/** Puts a site's files into a tar, below a folder of it; what is not wanted counts towards the tar's limits too. */
record Packing(ContextTar tar, String below, Wanted wanted) implements SiteTree.Visitor {

    /** Says which files belong into the tar. */
    @FunctionalInterface
    interface Wanted {
        boolean test(String path) throws IOException;
    }

    @Override
    public void file(String path, boolean executable, long size, InputStream content) throws IOException {
        tar.admit(path);
        if (wanted.test(path)) {
            tar.file(below + path, executable, size, content);
        }
    }

    @Override
    public void symbolicLink(String path, String target) throws IOException {
        tar.admit(path);
        if (wanted.test(path)) {
            tar.symbolicLink(below + path, target);
        }
    }
}
