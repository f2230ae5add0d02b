package io.jenkins.plugins.branchgate.deploy;

import java.time.Duration;

/** What the process was doing. */
enum Scenario {
    FIRST {
        @Override
        void before(Stage stage) {}

        @Override
        DeployRequest request(Stage stage) {
            return stage.request(1, Stage.environment());
        }
    },
    NEXT {
        @Override
        DeployRequest request(Stage stage) {
            return stage.request(2, Stage.environment());
        }
    },
    SAME_AGAIN {
        @Override
        DeployRequest request(Stage stage) {
            return stage.request(1, Stage.environment());
        }
    },
    OTHER_PORT {
        @Override
        DeployRequest request(Stage stage) {
            return stage.request(2, Stage.environment(3, 8085, Duration.ZERO));
        }
    },
    SCALE_UP {
        @Override
        DeployRequest request(Stage stage) throws Exception {
            return Scaling.request(stage.ledger().view(), Stage.SITE, Stage.QA, 4, null, null);
        }
    },
    SCALE_DOWN {
        @Override
        DeployRequest request(Stage stage) throws Exception {
            return Scaling.request(stage.ledger().view(), Stage.SITE, Stage.QA, 1, null, null);
        }
    },
    SCALE_TWICE {
        @Override
        void before(Stage stage) throws Exception {
            super.before(stage);
            stage.deploy(Scaling.request(stage.ledger().view(), Stage.SITE, Stage.QA, 3, null, null));
        }

        @Override
        DeployRequest request(Stage stage) throws Exception {
            return Scaling.request(stage.ledger().view(), Stage.SITE, Stage.QA, 2, null, null);
        }
    },
    SICK {
        @Override
        DeployRequest request(Stage stage) {
            stage.platform.sick = Stage.release(2).digest()::equals;
            return stage.request(2, Stage.environment());
        }
    },
    FIRST_SICK {
        @Override
        void before(Stage stage) {}

        @Override
        DeployRequest request(Stage stage) {
            stage.platform.sick = Stage.release(1).digest()::equals;
            return stage.request(1, Stage.environment());
        }
    },
    ROLLING {
        @Override
        void before(Stage stage) throws Exception {
            stage.deploy(stage.request(1, Stage.rolling(Duration.ZERO)));
        }

        @Override
        DeployRequest request(Stage stage) {
            return stage.request(2, Stage.rolling(Duration.ZERO));
        }
    },
    ROLLING_FROM_FEWER_TO_ANOTHER_PORT {
        @Override
        DeployRequest request(Stage stage) {
            return stage.request(2, Stage.rolling(Duration.ZERO, 8085));
        }
    },
    ROLLING_SICK_IN_A_LATER_BATCH {
        @Override
        void before(Stage stage) throws Exception {
            stage.deploy(stage.request(1, Stage.rolling(Duration.ZERO)));
        }

        @Override
        DeployRequest request(Stage stage) {
            stage.platform.sickReplica = spec -> spec.release().equals(Stage.release(2)) && spec.index() == 2;
            return stage.request(2, Stage.rolling(Duration.ZERO));
        }
    },
    ROLLING_TROUBLE_AFTER_THE_SWITCH {
        @Override
        void before(Stage stage) throws Exception {
            stage.deploy(stage.request(1, Stage.rolling(Duration.ZERO)));
        }

        @Override
        DeployRequest request(Stage stage) {
            stage.platform.afterRoute = () -> stage.platform.count(Stage.PLACE, 10, 10);
            return stage.request(2, Stage.rolling(Duration.ofMillis(30)));
        }
    },
    ROLLBACK {
        @Override
        void before(Stage stage) throws Exception {
            super.before(stage);
            stage.deploy(stage.request(2, Stage.environment()));
        }

        @Override
        DeployRequest request(Stage stage) throws Exception {
            return Rollback.request(stage.ledger().view(), Stage.SITE, Stage.QA, null, null, null);
        }
    },
    TROUBLE_AFTER_THE_SWITCH {
        @Override
        DeployRequest request(Stage stage) {
            stage.platform.afterRoute = () -> stage.platform.count(Stage.PLACE, 10, 10);
            return stage.request(2, Stage.environment(2, 8086, Duration.ofMillis(30)));
        }
    },
    SCALE_AFTER_SWITCH_BACK {
        @Override
        void before(Stage stage) throws Exception {
            super.before(stage);
            stage.platform.afterRoute = () -> stage.platform.count(Stage.PLACE, 10, 10);
            try {
                stage.deploy(stage.request(2, Stage.environment(2, 8081, Duration.ofMillis(30))));
            } catch (DeploymentException expected) {
                stage.platform.afterRoute = () -> {};
            }
        }

        @Override
        DeployRequest request(Stage stage) throws Exception {
            return Scaling.request(stage.ledger().view(), Stage.SITE, Stage.QA, 3, null, null);
        }
    };

    void before(Stage stage) throws Exception {
        stage.deploy(stage.request(1, Stage.environment()));
    }

    abstract DeployRequest request(Stage stage) throws Exception;
}
