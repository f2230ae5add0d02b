package com.cloudbees.plugins.credentials;

public class CredentialsMatchers {
    public static native CredentialsMatcher always();

    public static native CredentialsMatcher anyOf(CredentialsMatcher... matchers);

    public static native CredentialsMatcher instanceOf(Class<?> type);
}
