package hudson.model;

import hudson.ExtensionPoint;

public abstract class AdministrativeMonitor implements ModelObject, ExtensionPoint {
    public final String id = null;

    protected AdministrativeMonitor() {}

    @Override
    public native String getDisplayName();

    public abstract boolean isActivated();

    public native boolean isSecurity();
}
