package io.jenkins.plugins.branchgate.ledger;

/**
 * Something that happened and cannot be undone, only followed by something else. Each kind is written under a type
 * name of its own, see {@link EventTypes}; fields that this version does not know are ignored when read and stay in
 * the file.
 */
public sealed interface LedgerEvent
        permits LedgerHeader,
                ChainAcknowledged,
                DeploymentOpened,
                PhaseEntered,
                DeploymentFailed,
                TrafficCounted,
                ApprovalOpened,
                Voted,
                ApprovalMoved,
                ApprovalReminded,
                CommitAccepted,
                EntryRefused,
                EnvironmentHealed,
                AlertRaised,
                EnvironmentRemoved,
                EnvironmentOwned,
                ReleasePinned,
                UnknownEvent {}
