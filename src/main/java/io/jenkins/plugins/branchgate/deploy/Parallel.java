package io.jenkins.plugins.branchgate.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Several pieces of work done at once. When it returns or throws, none of them runs any more. */
final class Parallel {

    private Parallel() {}

    /**
     * Runs all of them at once. When one fails the others are interrupted, and waited for.
     *
     * @return the results in the order given
     * @throws Exception what the first to fail threw
     * @throws InterruptedException if the calling thread is interrupted
     */
    static <T> List<T> run(List<? extends Callable<? extends T>> work) throws Exception {
        if (work.size() == 1) {
            var only = new ArrayList<T>(1);
            only.add(work.get(0).call());
            return only;
        }
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, Thread.currentThread().getName() + " (part)");
            thread.setDaemon(true);
            return thread;
        });
        try {
            return collect(work, new ExecutorCompletionService<>(threads));
        } finally {
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    private static <T> List<T> collect(List<? extends Callable<? extends T>> work, CompletionService<T> running)
            throws Exception {
        var futures = new ArrayList<Future<T>>(work.size());
        for (Callable<? extends T> one : work) {
            futures.add(running.submit(one::call));
        }
        for (int i = 0; i < work.size(); i++) {
            try {
                running.take().get();
            } catch (ExecutionException e) {
                throw unwrapped(e);
            }
        }
        var results = new ArrayList<T>(work.size());
        for (var future : futures) {
            results.add(future.get());
        }
        return results;
    }

    private static Exception unwrapped(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof Exception cause ? cause : e;
    }

    /** An interrupt does not end this wait, which would leave work behind; it is handed on. */
    private static void awaitEnd(ExecutorService threads) {
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
