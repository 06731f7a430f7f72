import NIOCore
import NIOHTTPTypes

/// Closes a connection whose client does not take its answers: such ones would fill the server's places for ever.
final class WriteDeadline: ChannelOutboundHandler, RemovableChannelHandler {
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let limit: TimeAmount
  /// Parts that are on their way to the socket.
  private var waiting = 0
  /// When a part was handed to the socket, or began to wait for it.
  private var progress = NIODeadline.distantPast
  private var timer: Scheduled<Void>?

  /// - Parameter limit: How long nothing may be taken of what waits.
  init(_ limit: TimeAmount) { self.limit = limit }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let written = promise ?? context.eventLoop.makePromise(of: Void.self)
    if waiting == 0 {
      progress = .now()
      if timer == nil { watch(context, until: progress + limit) }
    }
    waiting += 1
    written.futureResult.assumeIsolated().whenComplete { _ in
      self.waiting -= 1
      self.progress = .now()
    }
    context.write(data, promise: written)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
  }

  /// One timer goes on from answer to answer, rather than one for each.
  private func watch(_ context: ChannelHandlerContext, until deadline: NIODeadline) {
    timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
      self.timer = nil
      if self.waiting == 0 { return }
      if self.progress + self.limit <= .now() {
        context.close(promise: nil)
      } else {
        self.watch(context, until: self.progress + self.limit)
      }
    }
  }
}
