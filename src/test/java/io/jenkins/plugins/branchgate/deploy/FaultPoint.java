package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerEvent;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The call of the platform, the image builder or the ledger at which something goes wrong, before or after it took effect. */
final class FaultPoint {

    /** What goes wrong. */
    enum Fault {
        /** The process ends: from then on nothing it calls does anything. */
        DEATH,
        /** That one call fails. */
        FAILURE,
        /** That call and all of the same kind after it fail, as if the engine or the disk were gone. */
        LASTING_FAILURE,
        /** That one call fails in a way nobody declared. */
        UNDECLARED,
        /** The thread is interrupted in that call. */
        INTERRUPT
    }

    /** Thrown in place of everything that a dead process would have done. */
    static final class Dead extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Fault fault;
    private final int number;
    private final boolean after;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean happened;
    private volatile Class<?> failing;

    FaultPoint(Fault fault, int number, boolean after) {
        this.fault = fault;
        this.number = number;
        this.after = after;
    }

    boolean happened() {
        return happened;
    }

    <T> T guard(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            boolean interruptible = List.of(method.getExceptionTypes()).contains(InterruptedException.class);
            int call = calls.incrementAndGet();
            strike(call, false, type, interruptible);
            try {
                Object result = method.invoke(real, args);
                strike(call, true, type, interruptible);
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    Journal guard(Ledger ledger) {
        return new Journal(ledger) {
            @Override
            void append(List<? extends LedgerEvent> events) throws IOException {
                int call = calls.incrementAndGet();
                try {
                    // a ledger that throws has not written, so there is no failure after the effect
                    strike(call, false, Ledger.class, false);
                    super.append(events);
                    if (fault == Fault.DEATH) {
                        strike(call, true, Ledger.class, false);
                    }
                } catch (IOException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    private void strike(int call, boolean afterwards, Class<?> kind, boolean interruptible) throws Exception {
        boolean now = call == number && after == afterwards;
        switch (fault) {
            case DEATH -> {
                if (now || happened) {
                    happened = true;
                    throw new Dead();
                }
            }
            case FAILURE -> {
                if (now) {
                    happened = true;
                    throw failure(kind);
                }
            }
            case LASTING_FAILURE -> {
                if (now || failing == kind) {
                    happened = true;
                    failing = kind;
                    throw failure(kind);
                }
            }
            case UNDECLARED -> {
                if (now) {
                    happened = true;
                    throw new IllegalStateException("the channel is closed");
                }
            }
            case INTERRUPT -> {
                if (now) {
                    happened = true;
                    if (interruptible) {
                        throw new InterruptedException();
                    }
                    Thread.currentThread().interrupt();
                    if (kind != Ledger.class) {
                        throw failure(kind);
                    }
                }
            }
        }
    }

    private static Exception failure(Class<?> kind) {
        if (kind == Ledger.class) {
            return new IOException("No space left on device");
        }
        return kind == ImageBuilder.class
                ? new ImageException("The engine does not answer.")
                : new PlatformException("The engine does not answer.");
    }
}
