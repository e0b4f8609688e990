package amtsweg.engines;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.rest.security.auth.ProcessEngineAuthenticationFilter;
import org.camunda.bpm.engine.rest.security.auth.impl.HttpBasicAuthenticationProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Camunda 7 with its REST interface, and what tests want of it beyond that: a clock and a password. */
@Configuration
@EnableAutoConfiguration
public class Camunda7 {

  public static void main(String[] args) {
    SpringApplication.run(Camunda7.class, args);
  }

  /** The same three requests as Zeebe's: GET, DELETE /actuator/clock and POST /actuator/clock/add. */
  @Bean
  @ConditionalOnProperty("amtsweg.clock-controlled")
  ServletRegistrationBean<Clock> clock(ProcessEngine engine) {
    var configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    var servlet = new Clock(configuration.getJobExecutor());
    return new ServletRegistrationBean<>(servlet, "/actuator/clock", "/actuator/clock/add");
  }

  @Bean
  @ConditionalOnProperty("amtsweg.auth.user")
  FilterRegistrationBean<ProcessEngineAuthenticationFilter> basicAuth(
      IdentityService identities,
      @Value("${amtsweg.auth.user}") String user,
      @Value("${amtsweg.auth.password}") String password) {
    savePassword(identities, user, password);
    var filter = new FilterRegistrationBean<>(new ProcessEngineAuthenticationFilter());
    filter.addInitParameter(
        ProcessEngineAuthenticationFilter.AUTHENTICATION_PROVIDER_PARAM,
        HttpBasicAuthenticationProvider.class.getName());
    filter.addUrlPatterns("/engine-rest/*");
    return filter;
  }

  /** The database may know the user from an earlier start, with another password. */
  private static void savePassword(IdentityService identities, String id, String password) {
    User known = identities.createUserQuery().userId(id).singleResult();
    User user = known == null ? identities.newUser(id) : known;
    user.setPassword(password);
    identities.saveUser(user);
  }

  /** Puts the clock of the whole engine forward: timers, due dates, locks and history go by it. */
  static class Clock extends HttpServlet {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final transient JobExecutor jobExecutor;
    private long offsetMilli = 0;

    Clock(JobExecutor jobExecutor) {
      this.jobExecutor = jobExecutor;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      answer(response);
    }

    @Override
    protected synchronized void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      JsonNode offset = readBody(request).path("offsetMilli");
      if (!offset.isIntegralNumber()) {
        response.sendError(400, "offsetMilli is no whole number");
        return;
      }
      moveTo(offsetMilli + offset.asLong());
      answer(response);
    }

    @Override
    protected synchronized void doDelete(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      moveTo(0);
      answer(response);
    }

    private static JsonNode readBody(HttpServletRequest request) throws IOException {
      try {
        return JSON.readTree(request.getInputStream());
      } catch (JacksonException unreadable) {
        return JSON.missingNode();
      }
    }

    /** Whoever moves the clock does not want to wait for the next look at the jobs. */
    private void moveTo(long offset) {
      offsetMilli = offset;
      ClockUtil.offset(offset);
      jobExecutor.jobWasAdded();
    }

    private static void answer(HttpServletResponse response) throws IOException {
      Instant now = ClockUtil.now().toInstant();
      response.setContentType("application/json");
      JSON.writeValue(
          response.getOutputStream(),
          Map.of("epochMilli", now.toEpochMilli(), "instant", now.toString()));
    }
  }
}
