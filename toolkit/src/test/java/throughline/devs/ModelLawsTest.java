package throughline.devs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import throughline.devs.DevStone.Shape;

/// Each law passes a sound model and catches one that breaks it, and only it.
class ModelLawsTest {
    /// Adds up what arrives, sends the sum after a delay, and ignores zeros.
    static class Adder extends Phased<String> {
        final In<Long> in = in("in", Long.class);
        final Out<Long> out = out("out", Long.class);
        long sum;
        long seen;

        Adder() {
            this("adder");
        }

        Adder(String name) {
            super(name, "waits");
        }

        @Override
        protected void output() {
            out.send(sum);
        }

        @Override
        protected void internalTransition() {
            passivateIn("waits");
        }

        @Override
        protected void externalTransition(long elapsed) {
            long before = sum;
            for (long value : in) {
                sum += value;
            }
            if (in("waits") && sum != before) {
                holdIn("adds", 5);
            } else {
                resume(elapsed);
            }
        }
    }

    private static ModelLaws adding(Supplier<Adder> adder) {
        return ModelLaws.of(adder)
                .arrives(2, "in", 1L, 2L, 3L)
                .arrives(4, "in", 7L)
                .arrives(7, "in", 8L, 9L)
                .arrives(50, "in", 5L)
                .ignores("in", 0L)
                .until(60);
    }

    @Test
    void aSoundModelBreaksNothing() {
        assertThat(adding(Adder::new).state(atomic -> ((Adder) atomic).sum).breaches())
                .isEmpty();
        assertThatCode(adding(Adder::new)::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void aSoundCoupledModelBreaksNothing(Shape shape) {
        assertThat(ModelLaws.of(() -> new DevStone(shape, 4, 4))
                        .arrives(3, "in", 1, 2)
                        .arrives(3, "inAux", 3)
                        .arrives(9, "inAux", 4)
                        .breaches())
                .isEmpty();
    }

    @Test
    void whoTakesTheFirstOfABagIsFound() {
        assertThatThrownBy(adding(() -> new Adder() {
                    @Override
                    protected void externalTransition(long elapsed) {
                        long first = in.value(0);
                        if (first == 0) {
                            resume(elapsed);
                        } else {
                            sum = first;
                            holdIn("adds", 5);
                        }
                    }
                })::check)
                .hasMessage("""
                        adder breaks 1 law:
                        - the order of simultaneous values, components and couplings does not matter: adder#out [8] at tick 12 became adder#out [9] at tick 12""");
    }

    @Test
    void whoForgetsTheTimeElapsedIsFound() {
        assertThat(adding(() -> new Adder() {
                            @Override
                            protected void externalTransition(long elapsed) {
                                super.externalTransition(0);
                            }
                        })
                        .breaches())
                .singleElement()
                .asString()
                .startsWith("what arrives and is ignored (in: 0) moves nothing: adder#out [");
    }

    @Test
    void whoCountsInTheOutputFunctionIsFound() {
        assertThat(adding(() -> new Adder() {
                            @Override
                            protected void output() {
                                out.send(sum++);
                            }
                        })
                        .breaches())
                .singleElement()
                .isEqualTo("asking for output or time advance changes nothing: adder#out [13] at tick 7 became"
                        + " adder#out [14] at tick 7");
    }

    @Test
    void whoChangesInTheOutputFunctionWhatIsNeverSentIsFoundByItsState() {
        ModelLaws laws = adding(() -> new Adder() {
            @Override
            protected void output() {
                seen++;
                super.output();
            }
        });
        assertThat(laws.breaches()).isEmpty();
        assertThat(laws.state(atomic -> ((Adder) atomic).seen).breaches())
                .containsExactly(
                        "asking for output or time advance changes nothing: adder at tick 7: the output function"
                                + " took the state from 0 to 1");
    }

    @Test
    void whoChangesStateWhenAskedForTheTimeAdvanceIsFound() {
        assertThat(ModelLaws.of(() -> new Atomic("hasty") {
                            private final Out<Integer> out = out("out", Integer.class);
                            private int asked;

                            @Override
                            protected long timeAdvance() {
                                return ++asked;
                            }

                            @Override
                            protected void output() {
                                out.send(1);
                            }
                        })
                        .until(50)
                        .breaches())
                .singleElement()
                .asString()
                .startsWith("asking for output or time advance changes nothing: hasty#out [1] at tick");
    }

    @Test
    void whoSendsOutsideTheOutputFunctionIsFound() {
        assertThat(adding(() -> new Adder() {
                            @Override
                            protected void externalTransition(long elapsed) {
                                out.send(1L);
                            }
                        })
                        .breaches())
                .containsExactly("it obeys the simulator: adder#out may send only from its own output function");
    }

    @Test
    void whoResumesWhatHasRunOutIsFound() {
        assertThat(adding(() -> new Adder() {
                            @Override
                            protected void externalTransition(long elapsed) {
                                super.externalTransition(3 * elapsed);
                            }
                        })
                        .breaches())
                .containsExactly("it obeys the simulator: adder at tick 4: time advance [-1] must not be negative");
    }

    @Test
    void whoNeverLetsTimePassIsFound() {
        assertThat(ModelLaws.of(() -> new SimulationTest.Generator("eager", 0)).breaches())
                .singleElement()
                .asString()
                .startsWith("it obeys the simulator: 1000000 cycles at tick 0 without time passing: eager");
    }

    @Test
    void whoSharesSomethingAcrossRunsIsFound() {
        AtomicLong shared = new AtomicLong();
        assertThat(adding(() -> new Adder() {
                            @Override
                            protected void internalTransition() {
                                sum += shared.incrementAndGet();
                                super.internalTransition();
                            }
                        })
                        .breaches())
                .singleElement()
                .asString()
                .startsWith("built anew, it runs alike: adder#out [");
    }

    /// Two components that talk behind the back of their couplings.
    @Test
    void whoSharesSomethingWithASiblingIsFound() {
        assertThat(ModelLaws.of(() -> {
                            AtomicLong shared = new AtomicLong();
                            Coupled pair = new Coupled("pair");
                            for (String name : List.of("a", "b")) {
                                pair.add(new Atomic(name) {
                                    private final Out<Long> out = out("out", Long.class);
                                    private long mine;

                                    @Override
                                    protected long timeAdvance() {
                                        return 3;
                                    }

                                    @Override
                                    protected void output() {
                                        out.send(mine);
                                    }

                                    @Override
                                    protected void internalTransition() {
                                        mine = shared.incrementAndGet();
                                    }
                                });
                            }
                            return pair;
                        })
                        .until(20)
                        .breaches())
                .containsExactly("the order of simultaneous values, components and couplings does not matter:"
                        + " pair.a#out [1] at tick 6 became pair.a#out [2] at tick 6");
    }
}
