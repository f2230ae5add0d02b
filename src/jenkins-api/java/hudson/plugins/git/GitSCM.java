package hudson.plugins.git;

import hudson.model.Run;
import hudson.plugins.git.util.BuildData;
import hudson.scm.SCM;
import java.util.List;

public class GitSCM extends SCM {
    public native List<UserRemoteConfig> getUserRemoteConfigs();

    @SuppressWarnings("rawtypes")
    public native BuildData getBuildData(Run build);
}
