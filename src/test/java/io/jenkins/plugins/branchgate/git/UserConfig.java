package io.jenkins.plugins.branchgate.git;

import java.io.File;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/** The system as it is, but for the user's configuration. */
final class UserConfig extends SystemReader {

    private final SystemReader real;
    private final File file;

    UserConfig(SystemReader real, File file) {
        this.real = real;
        this.file = file;
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new FileBasedConfig(parent, file, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return real.openSystemConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return real.openJGitConfig(parent, fs);
    }

    @Override
    public String getHostname() {
        return real.getHostname();
    }

    @Override
    public String getenv(String variable) {
        return real.getenv(variable);
    }

    @Override
    public String getProperty(String key) {
        return real.getProperty(key);
    }

    @Override
    public long getCurrentTime() {
        return System.currentTimeMillis();
    }

    @Override
    public int getTimezone(long when) {
        return 0;
    }
}
