package dk.sentinel.portal.upstream;

/** A page needed an answer that the API refused; the error page tells the person what to do. */
public final class ApiRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** A refusal that its reader cannot show on its own page. */
  public ApiRefusal(Problem problem) {
    super("the API refused with " + problem.status() + " " + problem.slug());
    this.problem = problem;
  }

  /** What the API said. */
  public Problem problem() {
    return problem;
  }
}
