package hudson.plugins.git;

import hudson.model.Run;
import hudson.plugins.git.util.BuildData;
import hudson.scm.SCM;
import java.util.List;

public class GitSCM extends SCM {
    public static boolean ALLOW_LOCAL_CHECKOUT;

    public native List<UserRemoteConfig> getUserRemoteConfigs();

    @SuppressWarnings("rawtypes")
    public native BuildData getBuildData(Run build);
}
