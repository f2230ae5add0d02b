package hudson;

import hudson.util.Secret;
import java.net.Proxy;

public final class ProxyConfiguration {
    public ProxyConfiguration(
            String name, int port, String userName, String password, String noProxyHost) {}

    public native String getName();

    public native int getPort();

    public native String getUserName();

    public native Secret getSecretPassword();

    public native Proxy createProxy(String host);
}
