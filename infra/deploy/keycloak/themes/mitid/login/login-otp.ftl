<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=!messagesPerField.existsError('totp'); section>
  <#if section = "header">
    ${msg("logOnAt", (client.name)!'Sentinel')}
  <#elseif section = "form">
    <#assign wrong = messagesPerField.existsError('totp')>
    <p class="step">${msg("stepTwo")}</p>
    <#if auth?has_content && auth.showUsername()>
      <p class="who">${msg("userId")}: <strong>${auth.attemptedUsername}</strong>
        <a id="reset-login" href="${url.loginRestartFlowUrl}">${msg("otherUser")}</a></p>
    </#if>
    <#if wrong>
      <p class="notice notice-error" id="input-error-otp-code" role="alert">${kcSanitize(messagesPerField.get('totp'))?no_esc}</p>
    </#if>
    <form id="kc-otp-login-form" action="${url.loginAction}" method="post">
      <label for="otp">${msg("oneTimeCode")}</label>
      <p class="hint" id="otp-hint">${msg("oneTimeCodeHint")}</p>
      <input id="otp" name="otp" type="text" inputmode="numeric" maxlength="6" autocomplete="one-time-code"
             dir="ltr" required autofocus
             aria-describedby="otp-hint<#if wrong> input-error-otp-code</#if>"<#if wrong> aria-invalid="true"</#if>>
      <button type="submit" id="kc-login">${msg("logOn")}</button>
    </form>
  </#if>
</@layout.registrationLayout>
