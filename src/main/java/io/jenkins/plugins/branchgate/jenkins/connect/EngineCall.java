package io.jenkins.plugins.branchgate.jenkins.connect;

import hudson.remoting.RemoteOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import jenkins.security.MasterToSlaveCallable;

/** One call on an engine, made by the agent. */
final class EngineCall extends MasterToSlaveCallable<EngineAnswer, RuntimeException> {
    private static final long serialVersionUID = 1L;

    private final EngineRef engine;
    private final Class<?> face;
    private final String method;
    private final Object[] arguments;

    /**
     * @param engine as the agent sees it
     * @param face {@code Platform} or {@code ImageBuilder}
     * @param method a method's name, unique in the face
     * @param arguments ready to cross the channel
     */
    EngineCall(EngineRef engine, Class<?> face, String method, Object[] arguments) {
        this.engine = engine;
        this.face = face;
        this.method = method;
        this.arguments = arguments;
    }

    @Override
    public EngineAnswer call() {
        var connected = Engines.of(engine);
        Object target = face.isInstance(connected.platform()) ? connected.platform() : connected.images();
        Object[] local = Arrays.stream(arguments).map(EngineCall::local).toArray();
        try {
            return EngineAnswer.of(named(face, method).invoke(target, local));
        } catch (InvocationTargetException e) {
            return EngineAnswer.failed(e.getCause());
        } catch (IllegalAccessException e) {
            return EngineAnswer.failed(e);
        }
    }

    private static Object local(Object argument) {
        return argument instanceof Lines lines ? lines(lines.written) : argument;
    }

    /** Stands for a consumer of lines while it crosses the channel. */
    record Lines(RemoteOutputStream written) implements Serializable {}

    private static Consumer<String> lines(OutputStream log) {
        return new PrintStream(log, true, StandardCharsets.UTF_8)::println;
    }

    static Method named(Class<?> face, String name) {
        return Arrays.stream(face.getMethods())
                .filter(m -> m.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(face.getSimpleName() + " has no method " + name));
    }
}
