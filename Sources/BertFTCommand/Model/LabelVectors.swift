import BertFT
import Foundation

/// Vectors of an encoder that learnt to tell labels apart.
enum LabelVectors {
  /// What to know before they are searched: near in such vectors is what has the same label, whatever it is about.
  ///
  /// - Parameters:
  ///   - directory: The encoder's.
  ///   - name: What it was asked for by.
  /// - Returns: nil for an encoder that learnt no labels, or whose weights stayed as they were when it did.
  static func warning(_ embedder: TextEmbedder, _ directory: URL, name: String) -> String? {
    guard embedder.task == .sequenceClassification || embedder.task == .tokenClassification else { return nil }
    if let record = (try? ClassifierBundle(contentsOf: directory))?.record,
      ![.finetune, .lora, .bitfit, .setfit].contains(record.method)
    {
      return nil
    }
    return
      "\(name) learnt to tell labels apart: its vectors are near where texts have the same label, whatever they are "
      + "about; for search take an encoder of sentences, such as \(ModelOptions.defaultName)"
  }
}
