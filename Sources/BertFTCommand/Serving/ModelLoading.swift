import BertFT
import BertServer
import Foundation

/// The models of a service: loaded at its start, and again at each reload.
struct ModelLoading: Sendable {
  /// The models' directories, in the order in which they were given.
  let directories: [URL]
  /// The models' names; nil for the directory's name.
  var names: [String?]
  /// Labels that the model never learnt, and how it is asked for them; nil for the models' own labels.
  let described: (labels: LabelDescriptions, options: ZeroShotOptions)?
  /// How the models compute.
  let options: ClassifierOptions

  /// Loads all models again; the models in memory stay as they are.
  ///
  /// - Throws: An `InferenceError` that names the file and what is wrong with it.
  func load() throws(InferenceError) -> [ServedModel] {
    try zip(directories, names).map { directory, name throws(InferenceError) in
      guard let described else { return try ServedModel(contentsOf: directory, name: name, options: options) }
      return try ServedModel(
        contentsOf: directory, labels: described.labels, name: name, options: described.options)
    }
  }
}
