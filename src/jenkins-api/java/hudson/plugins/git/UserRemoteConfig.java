package hudson.plugins.git;

public class UserRemoteConfig {
    public native String getUrl();

    public native String getCredentialsId();
}
