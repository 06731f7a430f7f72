import BertInference

extension PrometheusText {
  /// Writes what predictors did, by what each is and, where there are several models, the name of its model.
  mutating func batching(_ predictors: [(kind: String, name: String, statistics: BatchingStatistics)]) {
    let families: [(String, Kind, String, (BatchingStatistics) -> Int)] = [
      ("bertft_queued_texts", .gauge, "Texts that wait to be computed.", { $0.queued }),
      ("bertft_texts_total", .counter, "Texts computed.", { $0.inputs }),
      (
        "bertft_tokens_total", .counter,
        "Tokens computed, special ones included; of a simple model one for each four bytes.", { $0.tokens }
      ),
      ("bertft_batches_total", .counter, "Batches computed.", { $0.batches }),
      ("bertft_shed_requests_total", .counter, "Requests turned away because the queue was full.", { $0.shed }),
      ("bertft_cancelled_requests_total", .counter, "Requests given up before they were answered.", { $0.cancelled }),
    ]
    let areSeveral = Set(predictors.map(\.name)).count > 1
    for (name, kind, help, value) in families {
      family(name, kind, help)
      for predictor in predictors {
        var labels = ["model": predictor.kind]
        if areSeveral { labels["name"] = predictor.name }
        sample(name, labels, Double(value(predictor.statistics)))
      }
    }
  }
}
