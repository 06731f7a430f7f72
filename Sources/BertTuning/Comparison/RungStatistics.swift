package import BertData

/// The figures of rungs judged on the same rows.
package struct RungStatistics {
  let truth: [Int]
  let classes: Int
  var bootstrap = RowBootstrap()

  package init(truth: [Int], classes: Int, bootstrap: RowBootstrap = RowBootstrap()) {
    self.truth = truth
    self.classes = classes
    self.bootstrap = bootstrap
  }

  private func samples(_ runs: [ComparisonRung.Run]) -> [Double] {
    bootstrap.macroF1(truth: truth, answers: runs.map(\.predictions), classes: classes)
  }

  static func ends(_ samples: [Double]) -> [Double] {
    RowBootstrap.interval(samples).map { [$0.low, $0.high] } ?? []
  }

  /// A rung of its runs, compared with the one below.
  package func rung(
    _ method: TrainingMethod, runs: [ComparisonRung.Run], below: ComparisonRung?
  ) -> ComparisonRung {
    let share = 1 / Double(max(1, runs.count))
    var rung = ComparisonRung(
      method: method, title: method.title, accuracy: runs.reduce(0) { $0 + $1.accuracy * share },
      macroF1: runs.reduce(0) { $0 + $1.macroF1 * share }, macroF1Interval: Self.ends(samples(runs)), runs: runs)
    rung.against = below.map { difference(rung, $0) }
    return rung
  }

  /// The paired tests of one rung against another.
  package func difference(_ rung: ComparisonRung, _ other: ComparisonRung) -> ComparisonRung.Difference {
    let differences = zip(samples(rung.runs), samples(other.runs)).map { $0 - $1 }
    let mcnemar = McNemar(
      truth: truth, first: rung.runs.first?.predictions ?? truth, second: other.runs.first?.predictions ?? truth)
    return ComparisonRung.Difference(
      method: other.method, macroF1: rung.macroF1 - other.macroF1, interval: Self.ends(differences),
      bootstrapP: RowBootstrap.probability(differences), mcnemarP: mcnemar.probability,
      onlyThis: mcnemar.onlyFirst, onlyOther: mcnemar.onlySecond)
  }
}
