import BertData

/// What a strategy leaves beside the weights in the model.
struct Learnt {
  var reports: [EpochReport]
  var bestEpoch: Int
  var validation: TaskMetrics?
  var note: String?
}
