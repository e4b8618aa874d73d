package dk.sentinel.reports.render;

import dk.sentinel.reports.ReportTexts;
import dk.sentinel.reports.diagnosis.DiagnosisFigures;
import dk.sentinel.reports.diagnosis.DiagnosisFigures.Row;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.geom.Dimension2D;
import java.awt.geom.Rectangle2D;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import net.sf.jasperreports.engine.JasperReportsContext;
import net.sf.jasperreports.renderers.AbstractRenderer;
import net.sf.jasperreports.renderers.DimensionRenderable;
import net.sf.jasperreports.renderers.Graphics2DRenderable;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;

/** The most used diagnoses as lying bars, as high as it has bars, drawn as lines, not as dots. */
final class TopDiagnosesChart extends AbstractRenderer
    implements Graphics2DRenderable, DimensionRenderable {
  static final int MOST = 10;

  private static final long serialVersionUID = 1L;
  private static final int WIDTH = 511;
  private static final int PER_BAR = 21;
  private static final Color BAR = new Color(0x2F6FB0);
  private static final Color TEXT = new Color(0x1B2530);

  private final JFreeChart chart;
  private final int bars;

  TopDiagnosesChart(DiagnosisFigures figures) {
    List<Row> top = figures.rows().stream().limit(MOST).toList();
    this.bars = top.size();
    this.chart = new JFreeChart(null, null, plot(top, figures), false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(RectangleInsets.ZERO_INSETS);
  }

  @Override
  public Dimension2D getDimension(JasperReportsContext context) {
    return new Dimension(WIDTH, bars * PER_BAR);
  }

  @Override
  public void render(JasperReportsContext context, Graphics2D graphics, Rectangle2D area) {
    chart.draw(graphics, area);
  }

  private static CategoryPlot plot(List<Row> top, DiagnosisFigures figures) {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    top.forEach(row -> data.addValue(row.persons(), "", row.code() + "  " + shortened(row)));
    int most = top.isEmpty() ? 1 : top.getFirst().persons();
    CategoryPlot plot = new CategoryPlot(data, codes(), persons(most), bars(top, figures));
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    plot.setRangeGridlinesVisible(false);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    return plot;
  }

  /** A label of one line; imported lists may hold very long ones. */
  private static String shortened(Row row) {
    String label = Printable.text(row.label());
    return label.length() <= 42 ? label : label.substring(0, 41).stripTrailing() + "…";
  }

  private static CategoryAxis codes() {
    CategoryAxis axis = new CategoryAxis();
    axis.setTickLabelFont(Printable.regular(8.5f));
    axis.setTickLabelPaint(TEXT);
    axis.setAxisLinePaint(new Color(0xB9C8D9));
    axis.setAxisLineStroke(new BasicStroke(0.5f));
    axis.setTickMarksVisible(false);
    axis.setMaximumCategoryLabelWidthRatio(0.5f);
    axis.setMaximumCategoryLabelLines(1);
    axis.setLowerMargin(0.01);
    axis.setUpperMargin(0.01);
    axis.setCategoryMargin(0.35);
    return axis;
  }

  /** From zero, with room for the figures beside the longest bar. */
  private static NumberAxis persons(int most) {
    NumberAxis axis = new NumberAxis();
    axis.setRange(0, most * 1.45);
    axis.setVisible(false);
    return axis;
  }

  private static BarRenderer bars(List<Row> top, DiagnosisFigures figures) {
    ReportTexts texts = ReportTexts.in(figures.language());
    Locale locale = figures.language().locale();
    BarRenderer renderer = new BarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setMaximumBarWidth(0.65 / Math.max(1, top.size()));
    renderer.setSeriesPaint(0, BAR);
    renderer.setDefaultItemLabelFont(Printable.regular(8.5f));
    renderer.setDefaultItemLabelPaint(TEXT);
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
    renderer.setDefaultItemLabelGenerator(
        new BarLabels(top.stream().map(row -> value(row, texts, locale)).toList()));
    return renderer;
  }

  private static String value(Row row, ReportTexts texts, Locale locale) {
    NumberFormat share = NumberFormat.getInstance(locale);
    share.setMinimumFractionDigits(2);
    return texts.get("diagnosis.chart.value", row.persons(), share.format(row.share()));
  }
}
