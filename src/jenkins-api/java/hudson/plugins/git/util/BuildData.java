package hudson.plugins.git.util;

import hudson.model.Action;
import hudson.plugins.git.Revision;
import java.io.Serializable;
import java.util.Set;

public class BuildData implements Action, Serializable {
    public native Set<String> getRemoteUrls();

    public native Revision getLastBuiltRevision();

    @Override
    public native String getIconFileName();

    @Override
    public native String getDisplayName();

    @Override
    public native String getUrlName();
}
