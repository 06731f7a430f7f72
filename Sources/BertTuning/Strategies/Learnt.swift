import BertData
import BertFeatures

/// The result of a strategy, beside the weights in the model.
struct Learnt {
  var reports: [EpochReport]
  var bestEpoch: Int
  var validation: TaskMetrics?
  /// The trained model's outputs for the validation texts, `[texts, C]`, where they are known already.
  var outputs: [Double]?
  var note: String?
  /// The effect of an adaptation to another domain.
  var transfer: TransferReceipt?
  /// How the labels' descriptions were used.
  var descriptions: DescriptionRecord?
  /// How texts without labels were used.
  var unlabelled: UnlabelledRecord?
  /// How texts without labels improved the features.
  var selfTaught: SelfTaughtRecord?
  /// How the layer was chosen, where it was.
  var layer: LayerRecord?
  /// How bundles were averaged.
  var soup: SoupRecord?
  /// The adapter's files, where these were asked for.
  var adapterFiles: AdapterFiles?
}
