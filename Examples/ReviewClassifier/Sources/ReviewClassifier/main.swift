// Labels of reviews, one a line: ReviewClassifier BUNDLE < reviews.txt
import BertFT
import Foundation

guard CommandLine.arguments.count == 2 else {
  print("usage: ReviewClassifier BUNDLE < reviews.txt")
  exit(64)
}
let classifier = try await TextClassifier.load(CommandLine.arguments[1])
for try await prediction in classifier.predictions(for: AsyncStream { readLine() }) {
  print(prediction.label, prediction.confidence)
}
