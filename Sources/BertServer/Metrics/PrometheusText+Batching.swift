import BertInference

extension PrometheusText {
  /// Writes the counts of predictors, labelled by the kind of model and, where there are several models, by its name.
  mutating func batching(_ predictors: [(kind: String, name: String, statistics: BatchingStatistics)]) {
    let families: [(String, Kind, String, (BatchingStatistics) -> Int)] = [
      ("bertft_queued_texts", .gauge, "Texts that wait to be computed.", { $0.queued }),
      ("bertft_texts_total", .counter, "Texts computed.", { $0.inputs }),
      (
        "bertft_tokens_total", .counter,
        "Tokens computed, including special tokens; a simple model counts one for every four bytes.", { $0.tokens }
      ),
      ("bertft_batches_total", .counter, "Batches computed.", { $0.batches }),
      ("bertft_shed_requests_total", .counter, "Requests refused because the queue was full.", { $0.shed }),
      ("bertft_cancelled_requests_total", .counter, "Requests cancelled before they were answered.", { $0.cancelled }),
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
