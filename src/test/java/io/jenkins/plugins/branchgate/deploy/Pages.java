package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.SiteTree;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A site's content in memory: path to text. The same content has the same tree id. */
public record Pages(CommitId commit, Map<String, String> files) implements SiteTree {

    /** @param number makes the commit's id */
    public static Pages of(int number, String... pathsAndTexts) {
        var files = new TreeMap<String, String>();
        for (int i = 0; i < pathsAndTexts.length; i += 2) {
            files.put(pathsAndTexts[i], pathsAndTexts[i + 1]);
        }
        return new Pages(Stage.release(number).commit(), files);
    }

    @Override
    public TreeId tree() {
        return new TreeId(String.format("%040x", files.hashCode() & 0xffffffffL));
    }

    @Override
    public void accept(Visitor visitor) throws IOException {
        for (var file : files.entrySet()) {
            var bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
            visitor.file(file.getKey(), false, bytes.length, new ByteArrayInputStream(bytes));
        }
    }
}
