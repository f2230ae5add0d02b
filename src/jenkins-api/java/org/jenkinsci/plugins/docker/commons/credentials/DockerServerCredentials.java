package org.jenkinsci.plugins.docker.commons.credentials;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.util.Secret;

public abstract class DockerServerCredentials implements StandardCredentials {
    public native Secret getClientKeySecret();

    public native String getClientCertificate();

    public native String getServerCaCertificate();

    @Override
    public native String getId();
}
