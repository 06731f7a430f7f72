import BertEncoder
import BertInference
import BertStorage
import Foundation

extension PretrainedModel {
  /// Refuses an encoder whose head for masked tokens does not share the word embeddings, though the architecture's
  /// usual head does.
  ///
  /// - Throws: `maskingUnfit`.
  func requireTiedWords() throws(TuningError) {
    guard configuration.hasOwnWordMatrix || document["tie_word_embeddings"]?.bool != false else {
      throw .maskingUnfit(
        path: url.path,
        reason:
          "config.json has tie_word_embeddings false, so that the head has a vocabulary of its own; give an encoder whose "
          + "head reads the word embeddings")
    }
  }
}
