package import BertData

/// The metrics, intervals and paired tests of rungs that are judged on the same rows.
package struct RungStatistics {
  let task: ComparedTask
  let truth: ComparedAnswers
  /// C.
  let labels: Int
  var bootstrap = RowBootstrap()

  package init(
    _ task: ComparedTask, truth: ComparedAnswers, labels: Int, bootstrap: RowBootstrap = RowBootstrap()
  ) {
    self.task = task
    self.truth = truth
    self.labels = labels
    self.bootstrap = bootstrap
  }

  /// The deciding metric on each bootstrap sample of the rows; the mean over runs.
  private func samples(_ runs: [ComparisonRung.Run]) -> [Double] {
    switch truth {
    case .labels(let truth):
      bootstrap.macroF1(
        truth: truth, answers: runs.map { if case .labels(let own) = $0.predictions { own } else { [] } },
        classes: labels)
    case .sets(let truth):
      bootstrap.macroF1(
        truth: flags(truth), answers: runs.map { if case .sets(let own) = $0.predictions { flags(own) } else { [] } })
    case .numbers(let truth):
      bootstrap.r2(truth: truth, answers: runs.map { if case .numbers(let own) = $0.predictions { own } else { [] } })
    case .entities(let truth):
      bootstrap.entityF1(
        truth: truth, found: runs.map { if case .entities(let own) = $0.predictions { own } else { [] } })
    }
  }

  private func flags(_ sets: [[Int]]) -> [[Bool]] {
    sets.map { set in
      var flags = [Bool](repeating: false, count: labels)
      for label in set { flags[label] = true }
      return flags
    }
  }

  /// The 95 % interval, low and high; empty without samples.
  static func ends(_ samples: [Double]) -> [Double] {
    RowBootstrap.interval(samples).map { [$0.low, $0.high] } ?? []
  }

  /// The rung of some runs, tested against the one below it.
  package func rung(
    _ method: TrainingMethod, encoder: String? = nil, runs: [ComparisonRung.Run], below: ComparisonRung?
  ) -> ComparisonRung {
    var rung = ComparisonRung(
      method: method, title: ComparisonRung.title(method, encoder),
      figures: ComparedFigures(ComparedMetrics(task), mean: runs.map(\.figures)),
      interval: Self.ends(samples(runs)), runs: runs)
    rung.encoder = encoder
    rung.against = below.map { difference(rung, $0) }
    return rung
  }

  /// The paired tests of one rung against another.
  package func difference(_ rung: ComparisonRung, _ other: ComparisonRung) -> ComparisonRung.Difference {
    let differences = zip(samples(rung.runs), samples(other.runs)).map { $0 - $1 }
    var difference = ComparisonRung.Difference(
      method: other.method, metric: ComparedMetrics(task).deciding,
      gain: rung.figures.deciding - other.figures.deciding, interval: Self.ends(differences),
      bootstrapP: RowBootstrap.probability(differences))
    difference.encoder = other.encoder
    if let own = rung.runs.first?.predictions.equal(to: truth),
      let others = other.runs.first?.predictions.equal(to: truth)
    {
      let mcnemar = McNemar(
        onlyFirst: own.indices.count { own[$0] && !others[$0] },
        onlySecond: own.indices.count { !own[$0] && others[$0] })
      difference.mcnemarP = mcnemar.probability
      difference.onlyThis = mcnemar.onlyFirst
      difference.onlyOther = mcnemar.onlySecond
    }
    return difference
  }
}
