package jenkins.model;

import hudson.Plugin;
import hudson.ProxyConfiguration;
import hudson.model.Computer;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import hudson.security.SecurityRealm;
import java.io.File;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;

public class Jenkins implements AccessControlled, ItemGroup<Item> {
    public static final Permission ADMINISTER = null;
    public static final Permission READ = null;

    public static final Authentication ANONYMOUS2 = null;

    public static native Jenkins get();

    public static native Jenkins getInstanceOrNull();

    public static native Authentication getAuthentication2();

    public native Plugin getPlugin(String shortName);

    public native File getRootDir();

    public native String getRootUrl();

    public native ProxyConfiguration getProxy();

    public native Computer getComputer(String name);

    public native Computer[] getComputers();

    public native SecurityRealm getSecurityRealm();

    public native <T extends Item> T getItemByFullName(String fullName, Class<T> type) throws AccessDeniedException;

    public final native <T extends Item> T getItem(String pathName, ItemGroup context, Class<T> type);

    @SuppressWarnings("rawtypes")
    public native <T extends Descriptor> T getDescriptorByType(Class<T> type);

    @Override
    public native ACL getACL();
}
