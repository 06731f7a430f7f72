import BertData
import BertFeatures

/// What a strategy leaves beside the weights in the model.
struct Learnt {
  var reports: [EpochReport]
  var bestEpoch: Int
  var validation: TaskMetrics?
  /// The learnt model's outputs for the validation texts, `[texts, C]`, where they were made already.
  var outputs: [Double]?
  var note: String?
  /// What an adaptation to another domain brought.
  var transfer: TransferReceipt?
  /// What part the labels' descriptions have.
  var descriptions: DescriptionRecord?
  /// What became of texts without labels.
  var unlabelled: UnlabelledRecord?
  /// What they taught of the features.
  var selfTaught: SelfTaughtRecord?
  /// How the layer was chosen, where it was.
  var layer: LayerRecord?
  /// What became of bundles that were averaged.
  var soup: SoupRecord?
  /// Where files of the adapter were asked for.
  var adapterFiles: AdapterFiles?
}
