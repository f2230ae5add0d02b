package jenkins.plugins.git;

import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;

public abstract class AbstractGitSCMSource extends SCMSource {
    public abstract String getCredentialsId();

    public abstract String getRemote();

    public static class SCMRevisionImpl extends SCMRevision {
        public native String getHash();
    }
}
