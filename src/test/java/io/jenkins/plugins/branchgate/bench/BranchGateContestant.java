package io.jenkins.plugins.branchgate.bench;

import java.nio.file.Path;

/** Branch Gate itself: each swap is a whole deployment, from the call to the old release's removal. */
final class BranchGateContestant implements Contestant {
    private final int port;
    private final BranchGateSite site;
    private int swaps;

    BranchGateContestant(Path folder, String run) throws Exception {
        port = Ports.free();
        site = new BranchGateSite(folder, run, port, 1);
        site.deploy(new Content("swap 1"));
        site.deploy(new Content("swap 0"));
    }

    @Override
    public String name() {
        return "Branch Gate";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void swap() throws Exception {
        swaps++;
        site.deploy(new Content("swap " + swaps % 2));
    }

    @Override
    public void close() throws Exception {
        site.close();
    }
}
