package hudson.model;

import hudson.security.ACL;

public abstract class AbstractItem extends Actionable implements Item {
    @Override
    public final native String getFullName();

    @Override
    public native String getFullDisplayName();

    @Override
    public native String getUrl();

    @Override
    public native ACL getACL();

    public native ItemGroup getParent();
}
