package io.jenkins.plugins.branchgate.jenkins.connect;

import hudson.remoting.RemoteInputStream;
import hudson.remoting.RemoteOutputStream;
import hudson.remoting.VirtualChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.Future;

/** The way to an agent that makes calls on an engine; streams among the arguments stay here and are read and written from there. */
record AgentChannel(VirtualChannel channel, EngineRef engine, Class<?> face) implements EngineProxy.Transport {

    @Override
    public Future<EngineAnswer> begin(String method, Object[] arguments) throws IOException {
        Object[] travelling =
                Arrays.stream(arguments).map(AgentChannel::travelling).toArray();
        return channel.callAsync(new EngineCall(engine, face, method, travelling));
    }

    /** An asynchronous call, unlike one that is waited for, does not wait for what was written before its answer. */
    @Override
    public void awaitWritten() throws InterruptedException {
        channel.syncLocalIO();
    }

    private static Object travelling(Object argument) {
        if (argument instanceof InputStream content) {
            return new RemoteInputStream(content, RemoteInputStream.Flag.GREEDY);
        }
        if (argument instanceof LineOutputStream lines) {
            return new EngineCall.Lines(new RemoteOutputStream(lines));
        }
        return argument instanceof OutputStream content ? new RemoteOutputStream(content) : argument;
    }
}
