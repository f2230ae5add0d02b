package io.jenkins.plugins.branchgate.jenkins.agent;

import hudson.remoting.RemoteInputStream;
import hudson.remoting.RemoteOutputStream;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.UnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.Consumer;

/** Stands on the controller for a part of an engine that an agent talks to: every call is made by the agent. */
final class EngineProxy implements InvocationHandler {
    private final VirtualChannel channel;
    private final String agent;
    private final EngineRef engine;
    private final Class<?> face;

    private EngineProxy(VirtualChannel channel, String agent, EngineRef engine, Class<?> face) {
        this.channel = channel;
        this.agent = agent;
        this.engine = engine;
        this.face = face;
    }

    /**
     * @param agent its name, for messages
     * @param face {@code Platform} or {@code ImageBuilder}
     */
    static <T> T of(VirtualChannel channel, String agent, EngineRef engine, Class<T> face) {
        var handler = new EngineProxy(channel, agent, engine, face);
        return face.cast(Proxy.newProxyInstance(face.getClassLoader(), new Class<?>[] {face}, handler));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Exception {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> face.getSimpleName() + " on agent " + agent;
            };
        }
        Object[] given = arguments == null ? new Object[0] : arguments;
        Object[] travelling = Arrays.stream(given).map(EngineProxy::travelling).toArray();
        Answer answer;
        try {
            answer = channel.call(new EngineCall(engine, face, method.getName(), travelling));
        } catch (IOException e) {
            throw lost(e);
        }
        return answer.get(method.getReturnType());
    }

    @SuppressWarnings("unchecked")
    private static Object travelling(Object argument) {
        if (argument instanceof InputStream content) {
            return new RemoteInputStream(content, RemoteInputStream.Flag.GREEDY);
        }
        if (argument instanceof Consumer<?> log) {
            return new RemoteOutputStream(new LineOutputStream((Consumer<String>) log));
        }
        return argument;
    }

    private Exception lost(IOException e) {
        String message = "The agent " + agent + " was lost while it talked to its Docker engine: " + e.getMessage()
                + ". What serves goes on serving; run the build again when the agent is back.";
        return face == Platform.class ? new UnreachableException(message, e) : new ImageException(message, e);
    }
}
