package jenkins.scm.api;

import hudson.model.Item;

public abstract class SCMSource {
    public static class SourceByItem {
        public static native SCMSource findSource(Item item);
    }
}
